"""Label rows to Label Studio and doccano and back, without loss.

A task carries its row with every label taken out (hash, group, readings and the like, as one JSON string, because
databases behind these tools reorder the keys of objects). Labels travel only as annotations, and come back only from
them: what a person changed in the tool is changed in the row. Offsets are code points, as in the label files.
"""

from classifier.exchange.doccano import export_doccano, import_doccano
from classifier.exchange.labelstudio import export_label_studio, import_label_studio, label_studio_config

__all__ = ["export_doccano", "export_label_studio", "import_doccano", "import_label_studio", "label_studio_config"]
