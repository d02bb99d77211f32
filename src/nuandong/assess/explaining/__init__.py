"""The parts of an explanation: names, the binding cut, what would help, requests that contradict."""
