"""The door for training: hands its arguments to `classifier train`."""

import sys

from classifier.cli import main

if __name__ == "__main__":
    main(["train", *sys.argv[1:]])
