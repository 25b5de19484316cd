"""Pictures: the certificate, and the cleaning of pictures that people send."""
