"""The commands of the command line, a module for each group; each imports what it needs when it runs."""
