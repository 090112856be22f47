using System.Globalization;

namespace PolicingModels;

/// <summary>Where an audit log stops being what was written.</summary>
/// <param name="IsIntact">Whether every line follows from the one before.</param>
/// <param name="Entries">Lines that follow, from the first.</param>
/// <param name="FirstBrokenLine">The first line that does not, from 1; null where all do.</param>
/// <param name="HeadHash">The hash of the last line that follows: note it elsewhere to find lines cut off at the end.</param>
public sealed record AuditVerification(bool IsIntact, int Entries, int? FirstBrokenLine, string HeadHash);

/// <summary>An append-only file of run records, each line holding the hash of the one before, so that a changed or missing line shows.</summary>
/// <remarks>
/// A line is <c>sequence hash record</c>: the hash is SHA-256 of the previous line's hash, the sequence number and the record. Lines cut
/// off at the end leave a valid shorter log: only a head hash noted elsewhere shows that. One writer at a time; not a signature.
/// </remarks>
/// <param name="path">The file; made by the first entry.</param>
public sealed class AuditLog(string path)
{
    /// <summary>The hash before the first line.</summary>
    public static string GenesisHash { get; } = DataFingerprint.OfText("");

    /// <summary>Adds a record.</summary>
    /// <returns>The hash of the new line.</returns>
    /// <exception cref="InvalidDataException">The log is not intact; nothing is written.</exception>
    public string Append(RunRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        AuditVerification before = Verify();
        if (!before.IsIntact)
        {
            throw new InvalidDataException($"Line {before.FirstBrokenLine} of the audit log {path} does not follow from the line before it; keep the file as evidence and start a new log.");
        }

        string json = record.ToJson(indented: false);
        string hash = Chain(before.HeadHash, before.Entries + 1, json);
        File.AppendAllText(path, string.Create(CultureInfo.InvariantCulture, $"{before.Entries + 1} {hash} {json}\n"));
        return hash;
    }

    /// <summary>Checks every line against the one before.</summary>
    /// <param name="expectedHead">The hash of the last line as noted elsewhere; null where it was not.</param>
    public AuditVerification Verify(string? expectedHead = null)
    {
        string head = GenesisHash;
        int entries = 0;
        foreach (string line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            string[] parts = line.Split(' ', 3);
            if (parts.Length != 3 || parts[0] != (entries + 1).ToString(CultureInfo.InvariantCulture) || parts[1] != Chain(head, entries + 1, parts[2]))
            {
                return new AuditVerification(false, entries, entries + 1, head);
            }

            head = parts[1];
            entries++;
        }

        return expectedHead is null || expectedHead == head
            ? new AuditVerification(true, entries, null, head)
            : new AuditVerification(false, entries, entries + 1, head);
    }

    private static string Chain(string previous, int sequence, string json) =>
        DataFingerprint.OfText(string.Create(CultureInfo.InvariantCulture, $"{previous}\n{sequence}\n{json}"));
}
