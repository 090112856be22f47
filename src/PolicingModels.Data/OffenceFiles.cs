namespace PolicingModels.Data;

/// <summary>Offences and the persons they link, in files: CSV, TSV (plain or gzip) and Parquet.</summary>
public static class OffenceFiles
{
    /// <summary>Reads a file, a folder, or a pattern of files: one row per offence and linked person.</summary>
    /// <param name="path">
    /// A file; a folder, of which all CSV, TSV and Parquet files are read, those of its subfolders too; or a pattern with <c>*</c>,
    /// <c>?</c> and <c>**</c> (any folders). Files are read in the order of their paths.
    /// </param>
    /// <param name="options">How to read; the headers <c>offence_id,person,role,offence_code,occurred</c> and, optionally, <c>recorded,victim,area,detection,status,outcome,incident,attempt,multiplier</c> need none.</param>
    /// <param name="progress">Told the number of rows seen so far.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The offences and the account of how they were read. Only the code and the day of the offence are always needed; what else is needed depends on what is scored.</returns>
    /// <remarks>
    /// A row is refused where its day is missing, no date or too late, where a recording day is missing in a table that has them, and
    /// where a word is not known (role, detection, status, attempt). A missing or unknown offence code refuses nothing: the scoring
    /// reports it with the harm it could carry. An offence that carries only its month counts as of the month's last day.
    /// </remarks>
    /// <exception cref="ArgumentException">The path is empty, or an option is out of its range.</exception>
    /// <exception cref="InputRefusedException">There is no such file, or it cannot be used as a whole.</exception>
    public static OffenceTable Read(string path, OffenceReadOptions? options = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        OffenceTableBuilder builder = new(path, options ?? new OffenceReadOptions());
        TableFiles.Read(path, builder, progress, cancellationToken);
        return builder.Build();
    }
}
