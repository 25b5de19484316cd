"""The front door and the ground both houses share; it opens either and carries nothing across."""
