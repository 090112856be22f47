namespace PolicingModels.Data;

/// <summary>The current record of a scanner as a row.</summary>
internal readonly struct DelimitedRow(DelimitedScanner scanner, DateFormat format) : IRow
{
    public long Line => scanner.Line;

    public Found Number(int column, out double value)
    {
        ReadOnlySpan<byte> text = Texts.Trim(scanner.Field(column));
        if (NumberParser.TryParse(text, out value))
        {
            return Found.Value;
        }

        return Texts.IsMissing(text) ? Found.Missing : Found.Unreadable;
    }

    public Found Time(int column, out Moment moment, out string reason)
    {
        ReadOnlySpan<byte> text = Texts.Trim(scanner.Field(column));
        if (MomentParser.TryParse(text, format, out moment, out reason))
        {
            return Found.Value;
        }

        return Texts.IsMissing(text) ? Found.Missing : Found.Unreadable;
    }

    public ReadOnlySpan<byte> Text(int column) => Texts.Trim(scanner.Field(column));
}
