"""Own-painted and composed widgets that pages share."""
