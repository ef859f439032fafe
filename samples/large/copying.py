"""Rows into tables by COPY. Nothing is switched off: constraints are checked, and events refuse change, not growth."""

import json
from operator import attrgetter

from django.db import connection, models

from common.numbers import next_numbers

KEYS_AT_ONCE = 5000


def analyze(models):
    """Foreign keys are checked by plans made when a table was empty; without this they read all of it for each row."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables(models)}")


def vacuum(models):
    """What PostgreSQL would do by itself within minutes."""
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM (ANALYZE) {tables(models)}")


def tables(models):
    return ", ".join(connection.ops.quote_name(model._meta.db_table) for model in models)


class Copier:
    """Takes unsaved records of one model, gives each its key from the table's own sequence, and writes them by COPY."""

    def __init__(self, model):
        fields = [field for field in model._meta.concrete_fields if not field.generated]
        self.table, self.columns = model._meta.db_table, [field.column for field in fields]
        self.values = attrgetter(*(field.attname for field in fields))
        self.json = [index for index, field in enumerate(fields) if isinstance(field, models.JSONField)]
        self.keys, self.records, self.written = iter(()), [], 0

    def add(self, record):
        record.pk = self.next_key()
        self.records.append(record)
        return record

    def next_key(self):
        key = next(self.keys, None)
        if key is None:
            with connection.cursor() as cursor:
                sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
                cursor.execute(sequence, [self.table, KEYS_AT_ONCE])
                self.keys = iter([key for (key,) in cursor.fetchall()])
            key = next(self.keys)
        return key

    def write(self):
        name, columns = connection.ops.quote_name(self.table), map(connection.ops.quote_name, self.columns)
        with connection.cursor() as cursor, cursor.copy(f"COPY {name} ({', '.join(columns)}) FROM STDIN") as copy:
            for record in self.records:
                copy.write_row(self.row(record))
        self.written += len(self.records)
        self.records = []

    def row(self, record):
        row = self.values(record)
        if self.json:
            row = list(row)
            for index in self.json:
                row[index] = json.dumps(row[index], ensure_ascii=False)
        return row


class Numbers:
    """Numbers of the real series, counted up here and settled at the end: until then nobody else gets one of them."""

    def __init__(self, kind):
        self.kind = kind
        self.last, self.first = {}, {}

    def take(self, year):
        if year not in self.last:
            (number,) = next_numbers(self.kind, year)  # its row in the series is ours until the transaction ends
            self.first[year] = self.last[year] = int(number.rpartition("-")[2])
            return number
        self.last[year] += 1
        return f"{self.kind}-{year}-{self.last[year]:06d}"

    def settle(self):
        for year in sorted(self.last):
            if taken := self.last[year] - self.first[year]:
                next_numbers(self.kind, year, taken)
