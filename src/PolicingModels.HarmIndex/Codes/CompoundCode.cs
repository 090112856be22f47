namespace PolicingModels.HarmIndex;

/// <summary>Expands the compressed lists of crime-tree codes that severity tables print for offences that share a weight.</summary>
public static class CompoundCode
{
    /// <summary>Expands a list: <c>1, 4.1/2/10</c> is 1, 4.1, 4.2 and 4.10; <c>1/4.1/4.10/4.2</c> is the same set.</summary>
    /// <param name="text">Codes separated by commas or slashes. After a code with a point, a bare number continues that code's family.</param>
    /// <returns>The codes in the order written, each once.</returns>
    /// <exception cref="FormatException">A part is not a crime-tree code.</exception>
    public static IReadOnlyList<OffenceCode> Expand(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        List<OffenceCode> codes = [];
        foreach (string group in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string? family = null;
            foreach (string part in group.Split('/', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                int point = part.IndexOf('.', StringComparison.Ordinal);
                string full = point < 0 && family is not null ? $"{family}.{part}" : part;
                family = point > 0 ? part[..point] : family;
                OffenceCode code = OffenceCode.Parse(full);
                if (code.Scheme != OffenceCodeScheme.CrimeTree)
                {
                    throw new FormatException($"“{part}” in “{text}” is not a crime-tree code.");
                }

                if (!codes.Contains(code))
                {
                    codes.Add(code);
                }
            }
        }

        return codes;
    }
}
