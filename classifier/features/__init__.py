"""Numbers that the models see: one pure function a feature, its name the column's name."""
