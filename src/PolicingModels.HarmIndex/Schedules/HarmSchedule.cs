using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PolicingModels.HarmIndex;

/// <summary>A harm table held in memory.</summary>
public sealed class HarmSchedule : IHarmSchedule
{
    /// <summary>Makes a schedule from rows.</summary>
    /// <param name="info">Name, edition, basis, licence.</param>
    /// <param name="rows">At least one row; scores finite and not negative; every row has a code.</param>
    /// <exception cref="ArgumentException">The table is empty, a score is negative or not a number, or a row has no code.</exception>
    public HarmSchedule(HarmScheduleInfo info, IReadOnlyList<HarmRow> rows)
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0)
        {
            throw new ArgumentException($"The schedule {info.Label} has no rows; a schedule scores at least one offence.", nameof(rows));
        }

        foreach (HarmRow row in rows)
        {
            if (!(row.ScoreDays >= 0) || double.IsInfinity(row.ScoreDays))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Row {row.SourceRow} ({row.Title}) of {info.Label} scores {row.ScoreDays} days; scores are finite and not negative."), nameof(rows));
            }

            if (row.Codes.Count == 0)
            {
                throw new ArgumentException($"Row {row.SourceRow} ({row.Title}) of {info.Label} has no offence code to be found by.", nameof(rows));
            }
        }

        Info = info;
        Rows = [.. rows];
        Fingerprint = FingerprintOf(info, Rows);
    }

    /// <inheritdoc/>
    public HarmScheduleInfo Info { get; }

    /// <inheritdoc/>
    public IReadOnlyList<HarmRow> Rows { get; }

    /// <inheritdoc/>
    public string Fingerprint { get; }

    private static string FingerprintOf(HarmScheduleInfo info, IReadOnlyList<HarmRow> rows)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{info.Name}\n{info.Edition}\n{info.Unit}\n{info.Basis}\n");
        foreach (HarmRow row in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"{row.ScoreDays:R}\t{row.Title}\t{row.Group}\t{row.Expired}\t{string.Join(' ', row.Codes.Select(c => $"{c.Scheme}:{c.Text}"))}\n");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
