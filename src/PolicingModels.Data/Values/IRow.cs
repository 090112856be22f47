namespace PolicingModels.Data;

/// <summary>What was found where a value was looked for.</summary>
internal enum Found
{
    Value,
    Missing,
    Unreadable,
}

/// <summary>One row of a source, read column by column.</summary>
internal interface IRow
{
    /// <summary>Physical line in the file with the header as 1, or the row number of a query from 1.</summary>
    long Line { get; }

    Found Number(int column, out double value);

    /// <summary>A date or time, with a reason where there is text that is none.</summary>
    Found Time(int column, out Moment moment, out string reason);

    /// <summary>The text of a column without surrounding blanks; valid until the next call.</summary>
    ReadOnlySpan<byte> Text(int column);
}
