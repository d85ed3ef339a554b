"""What readers see: one module a noun, one short function a view."""
