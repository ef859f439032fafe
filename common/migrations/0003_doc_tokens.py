from django.db import migrations

# What is searched. Han text has no spaces: each run of it becomes its pairs of neighbouring characters and its last one
# alone, so that two characters are enough and one finds whatever begins with it. Other words stand as they are and by
# their English stem. A day ("8·27", "8.27", "8月27日") stands as 8.27 besides.
#
# Written without to_tsvector's own ideas of marks (it reads -2026 as a number and knows letters by the locale): every
# mark becomes a space first. What exceeds 100,000 characters is not searched; a tsvector holds one megabyte.
HAN = r"\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u2e80-\u2fff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
MARKS = r"\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u2bff\u3000-\u303f\u30fb\ufe00-\ufe0f\ufeff\U0001f000-\U0001faff"
DAY = r"(?<![0-9])0?([1-9][0-9]?)\s*[-.·•・‧⋅∙。‐-―−/月]\s*0?([1-9][0-9]?)(?![0-9])"

CREATE = rf"""
CREATE FUNCTION doc_text(VARIADIC parts text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT left(lower(normalize(array_to_string(parts, ' '), NFKC)), 100000)
$$;

CREATE FUNCTION doc_tokens(VARIADIC parts text[]) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 5000 AS $$
    WITH written(doc) AS (SELECT left(lower(normalize(array_to_string(parts, ' '), NFKC)), 100000)),
         apart(han, words, days) AS (
             SELECT regexp_replace(doc, '[^{HAN}]+', ' ', 'g'),
                    regexp_replace(doc, '[{MARKS}{HAN}]+', ' ', 'g'),
                    ARRAY(SELECT day[1] || '.' || day[2] FROM regexp_matches(doc, '{DAY}', 'g') day)
               FROM written
         ),
         paired(pairs, shifted) AS (  -- 坍塌事故 as 坍塌 事故 and, without its first, as 塌事 故
             SELECT regexp_replace(han, '(\S\S?)', '\1 ', 'g'),
                    regexp_replace(regexp_replace(han, '(^| )\S', '\1', 'g'), '(\S\S?)', '\1 ', 'g')
               FROM apart
         )
    SELECT strip(to_tsvector('english', words) || to_tsvector('simple', words))
        || array_to_tsvector(array_remove(string_to_array(pairs || ' ' || shifted, ' '), '') || days)
      FROM apart, paired
$$;
"""  # noqa: S608
DROP = "DROP FUNCTION doc_tokens(text[]); DROP FUNCTION doc_text(text[])"


class Migration(migrations.Migration):
    dependencies = [("common", "0002_refuse_change")]
    operations = [migrations.RunSQL(CREATE, DROP)]
