namespace PolicingModels.Data;

/// <summary>Reads one delimited text file into a table that is being built.</summary>
internal static class DelimitedFile
{
    private const int RowsPerReport = 1 << 16;
    private static readonly byte[] Delimiters = [(byte)',', (byte)'\t', (byte)';', (byte)'|'];

    public static void Read(string path, IRowTaker taker, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        Stream stream = TextInput.Open(path);
        using DelimitedScanner scanner = Open(path, stream, taker.Delimiter);
        string[] headers = Header(path, scanner);
        taker.Begin(path, headers);
        scanner.ExpectedFields = headers.Length;
        DelimitedRow row = new(scanner, taker.DateFormat);
        bool otherEncoding = false;
        int untilReport = RowsPerReport;
        while (scanner.Next())
        {
            if (scanner.Fault is { } fault)
            {
                taker.RefuseRow(scanner.Line, Texts.Decode(scanner.FirstLine(), ref otherEncoding), fault);
            }
            else
            {
                taker.Add(row);
            }

            if (--untilReport == 0)
            {
                untilReport = RowsPerReport;
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(taker.Seen);
            }
        }

        if (scanner.BlankLines > 0)
        {
            taker.Note("blank-lines", FormattableString.Invariant($"{path} has {scanner.BlankLines} blank lines, which are no rows."));
        }
    }

    /// <summary>Opens a scanner with the delimiter given, or the one that the first line holds most often outside quotes.</summary>
    public static DelimitedScanner Open(string path, Stream stream, char? delimiter)
    {
        if (delimiter is { } given)
        {
            return given < 128 && given is not ('"' or '\r' or '\n')
                ? new DelimitedScanner(stream, path, (byte)given)
                : throw new ArgumentOutOfRangeException(nameof(delimiter), given, "A delimiter is one ASCII character other than a quote or a line end.");
        }

        byte[] head = new byte[1 << 14];
        int length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        Span<int> counts = stackalloc int[Delimiters.Length];
        bool quoted = false;
        foreach (byte b in head.AsSpan(0, length))
        {
            quoted ^= b == '"';
            if (b is (byte)'\n' or (byte)'\r' && !quoted)
            {
                break;
            }

            int at = quoted ? -1 : Array.IndexOf(Delimiters, b);
            if (at >= 0)
            {
                counts[at]++;
            }
        }

        int best = 0;
        for (int i = 1; i < counts.Length; i++)
        {
            best = counts[i] > counts[best] ? i : best;
        }

        return new DelimitedScanner(new ChainedStream(head.AsMemory(0, length), stream), path, Delimiters[best]);
    }

    /// <summary>Reads the header: the first record.</summary>
    public static string[] Header(string path, DelimitedScanner scanner)
    {
        if (!scanner.Next())
        {
            throw new InputRefusedException(path, $"{path} holds no text; a table needs a header and at least one row.");
        }

        if (scanner.Fault is { } fault)
        {
            throw new InputRefusedException(path, $"The header of {path} cannot be read: {fault}.");
        }

        bool otherEncoding = false;
        string[] headers = new string[scanner.FieldCount];
        for (int i = 0; i < headers.Length; i++)
        {
            headers[i] = Texts.Decode(scanner.Field(i), ref otherEncoding).Trim();
        }

        return headers;
    }
}
