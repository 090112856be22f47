namespace PolicingModels.HarmIndex;

/// <summary>The families of offence codes in use in England and Wales.</summary>
public enum OffenceCodeScheme
{
    /// <summary>Home Office classification, three digits and two: <c>008/06</c>. Also spelt <c>8/6</c> (police.uk) and <c>00806</c> (Ministry of Justice).</summary>
    HomeOfficeClass,

    /// <summary>Crime-tree code of the Home Office counting rules and of the Office for National Statistics: <c>8N</c>, <c>105A</c>, <c>39</c>, <c>4.10</c>.</summary>
    CrimeTree,

    /// <summary>Criminal Justice System offence code: two letters and five digits, <c>OF61102</c>.</summary>
    CriminalJusticeSystem,

    /// <summary>Unique row number of an offence in the ATHENA system: tree code, class, sub-class and row, <c>8N.8.6.0</c>.</summary>
    Athena,

    /// <summary>A force's own code, taken as it is.</summary>
    Local,
}

/// <summary>One offence code in its canonical spelling. Two spellings of the same code are equal.</summary>
/// <remarks>
/// Codes are not unique keys of a harm table: the same Home Office class or tree code may carry several scores, which is why a look-up
/// has an ambiguity policy. <c>default(OffenceCode)</c> is empty and matches nothing. Immutable and thread-safe.
/// </remarks>
public readonly record struct OffenceCode
{
    internal OffenceCode(OffenceCodeScheme scheme, string text)
    {
        Scheme = scheme;
        Text = text;
    }

    /// <summary>The family the code belongs to.</summary>
    public OffenceCodeScheme Scheme { get; }

    /// <summary>The canonical spelling: <c>008/06</c>, <c>8N</c>, <c>OF61102</c>, <c>8N.8.6.0</c>.</summary>
    public string Text { get; } = "";

    /// <summary>Reads a code in any spelling.</summary>
    /// <param name="text">The code as it stands in a record or table; surrounding blanks are ignored, letters may be small.</param>
    /// <exception cref="FormatException">The text is no offence code; the message says what it looks like and what is accepted.</exception>
    public static OffenceCode Parse(string text) =>
        TryParse(text, out OffenceCode code, out string? problem) ? code : throw new FormatException(problem);

    /// <summary>Reads a code in any spelling, saying what is wrong where it cannot.</summary>
    /// <param name="text">The code as it stands in a record or table.</param>
    /// <param name="code">The canonical code, or <c>default</c>.</param>
    /// <param name="problem">Null where the code was read; else one sentence with what it looks like and the mend.</param>
    public static bool TryParse(string? text, out OffenceCode code, out string? problem) => OffenceCodeParser.TryParse(text, out code, out problem);

    /// <summary>Whether a text is what a spreadsheet makes of a code: <c>8/6</c> becomes <c>8-Jun</c>, <c>2026-06-08</c> or a day number such as <c>44562</c>.</summary>
    public static bool IsSpreadsheetDate(string? text) => OffenceCodeParser.IsSpreadsheetDate(text);

    /// <summary>A force's own code, taken as it is (trimmed, in capitals).</summary>
    /// <exception cref="ArgumentException">The text is empty.</exception>
    public static OffenceCode Local(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return new OffenceCode(OffenceCodeScheme.Local, text.Trim().ToUpperInvariant());
    }

    /// <summary>The tree code that an ATHENA number begins with, or the tree code itself; null for other schemes.</summary>
    public OffenceCode? TreeCode => Scheme switch
    {
        OffenceCodeScheme.CrimeTree => this,
        OffenceCodeScheme.Athena => new OffenceCode(OffenceCodeScheme.CrimeTree, OffenceCodeParser.AthenaParts(Text).Tree),
        _ => null,
    };

    /// <summary>The Home Office class that an ATHENA number contains, or the class itself; null for other schemes.</summary>
    public OffenceCode? HomeOfficeClass => Scheme switch
    {
        OffenceCodeScheme.HomeOfficeClass => this,
        OffenceCodeScheme.Athena => OffenceCodeParser.AthenaParts(Text) is var (_, main, sub) ? OffenceCodeParser.HomeOffice(main, sub) : null,
        _ => null,
    };

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}
