"""Pictures: the certificate, and the cleaning of pictures and files that people send."""
