namespace PolicingModels.Data;

/// <summary>Writes events so that they read back as they were: <c>id</c>, <c>easting</c>, <c>northing</c>, <c>date</c> or <c>from</c> and <c>to</c>, <c>recorded</c>, then the categories.</summary>
/// <remarks>
/// The plane is not part of the file: declare <c>metres</c> when reading events back that do not lie on the British National Grid.
/// Text is written exactly as it is, as this is a file for machines.
/// </remarks>
public static class EventWriter
{
    /// <summary>Writes events in the format that the path's ending names: <c>.csv</c>, <c>.csv.gz</c> or <c>.parquet</c>.</summary>
    /// <param name="events">The events.</param>
    /// <param name="path">Where to; written whole or not at all.</param>
    /// <param name="cancellationToken">Stops the writing; nothing is left behind.</param>
    /// <exception cref="ArgumentException">The path ends otherwise.</exception>
    public static void Write(CrimeEvents events, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        Table table = ToTable(events);
        if (path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase))
        {
            TableWriter.WriteParquet(table, path, cancellationToken);
        }
        else if (path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".csv.gz", StringComparison.OrdinalIgnoreCase))
        {
            TableWriter.WriteCsv(table, path, new CsvWriteOptions { NeutraliseFormulas = false }, cancellationToken);
        }
        else
        {
            throw new ArgumentException($"The path {path} does not end in .csv, .csv.gz or .parquet, which says the format to write.", nameof(path));
        }
    }

    /// <summary>The events as a table of columns, for writing in any form.</summary>
    /// <param name="events">The events.</param>
    public static Table ToTable(CrimeEvents events)
    {
        ArgumentNullException.ThrowIfNull(events);
        List<TableColumn> columns = [];
        if (events.Ids is { } ids)
        {
            columns.Add(TableColumn.Of("id", ids));
        }

        columns.Add(TableColumn.Of("easting", events.Easting.ToArray()));
        columns.Add(TableColumn.Of("northing", events.Northing.ToArray()));
        if (events.HasTimes)
        {
            columns.Add(TableColumn.Of("from", Times(events.FromMinute)));
            columns.Add(TableColumn.Of("to", Times(events.ToMinute)));
        }
        else
        {
            columns.Add(TableColumn.Of("date", Days(events.Day)));
        }

        if (events.HasRecordedDays)
        {
            columns.Add(TableColumn.Of("recorded", Days(events.RecordedDay)));
        }

        foreach (CategoryColumn category in events.Categories.Values.OrderBy(c => c.Name, StringComparer.Ordinal))
        {
            string?[] text = new string?[category.Count];
            for (int i = 0; i < text.Length; i++)
            {
                text[i] = category[i];
            }

            columns.Add(TableColumn.Of(category.Name, text));
        }

        return new Table(columns);
    }

    private static DateTime[] Times(ReadOnlySpan<long> minutes)
    {
        DateTime[] times = new DateTime[minutes.Length];
        for (int i = 0; i < times.Length; i++)
        {
            times[i] = new DateTime(minutes[i] * TimeSpan.TicksPerMinute, DateTimeKind.Unspecified);
        }

        return times;
    }

    private static DateOnly[] Days(ReadOnlySpan<int> days)
    {
        DateOnly[] dates = new DateOnly[days.Length];
        for (int i = 0; i < dates.Length; i++)
        {
            dates[i] = DateOnly.FromDayNumber(days[i]);
        }

        return dates;
    }
}
