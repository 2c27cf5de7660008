"""What other systems call: each route behind a key, which the gate asks for."""
