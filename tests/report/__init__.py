"""What people see: pages and terminal."""
