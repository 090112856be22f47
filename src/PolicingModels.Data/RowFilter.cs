namespace PolicingModels.Data;

/// <summary>Keeps the rows whose column holds a value; text is compared exactly but for letter case and surrounding blanks.</summary>
/// <param name="Column">The column's header, or the role it plays (<c>type</c>, <c>person</c>, …).</param>
/// <param name="Value">The value to keep.</param>
public sealed record RowFilter(string Column, string Value)
{
    /// <summary>Reads the command line's form, <c>column=value</c>.</summary>
    /// <exception cref="ArgumentException">There is no equals sign, or no column before it.</exception>
    public static RowFilter Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int at = text.IndexOf('=', StringComparison.Ordinal);
        return at > 0
            ? new RowFilter(text[..at].Trim(), text[(at + 1)..].Trim())
            : throw new ArgumentException($"The filter “{text}” is not of the form column=value.", nameof(text));
    }

    /// <summary>The command line's form.</summary>
    public override string ToString() => $"{Column}={Value}";
}
