"""The HTTP service: endpoints, protocols, keys and limits, workers."""
