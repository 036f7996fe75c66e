#!/usr/bin/env python3
"""Holds a metrics file of a night to both parsers of prometheus_client: that of OpenMetrics, and that of the older
text format, which the textfile collector of a node exporter reads. Prints every sample, then how many there are."""

import sys

from prometheus_client import parser as older
from prometheus_client.openmetrics import parser as openmetrics


def samples(families):
    return sorted(
        (sample.name, tuple(sorted(sample.labels.items())), sample.value)
        for family in families
        for sample in family.samples
    )


def main(path):
    text = open(path, encoding="utf-8").read()
    read = samples(openmetrics.text_string_to_metric_families(text))
    if read != samples(older.text_string_to_metric_families(text)):
        sys.exit("the two formats read different samples")
    for name, labels, value in read:
        print(name, dict(labels), value)
    print(f"{len(read)} samples, read alike by both parsers")


if __name__ == "__main__":
    main(sys.argv[1])
