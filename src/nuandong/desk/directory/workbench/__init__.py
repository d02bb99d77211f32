"""What an account owes today, and workbenches of departments (T-065, T-075 … T-078)."""
