"""A simulated quarter: the service over a small site, in accelerated time, with everything going wrong that does."""
