"""Tables, engines, migrations and reads."""
