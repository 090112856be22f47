namespace PolicingModels.CoreTests.Records;

public sealed class RunRecordTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("policingmodels-audit").FullName;

    private string LogPath => Path.Combine(_folder, "audit.log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static RunRecord Record(ulong seed) => new(
        "forecast",
        new Dictionary<string, string> { ["b.csv"] = DataFingerprint.OfText("b"), ["a.csv"] = DataFingerprint.OfText("abc") },
        new Dictionary<string, string> { ["PolicingModels.Core"] = "0.1.0" },
        new Dictionary<string, string> { ["cellAreaKm2"] = "0.75" },
        seed, new DateOnly(2026, 11, 2), new DateTimeOffset(2026, 11, 2, 10, 0, 0, TimeSpan.FromHours(1)));

    [Fact]
    public void Equal_records_give_equal_text_with_the_published_digest()
    {
        // The digest of "abc" in FIPS 180-4's examples.
        const string Abc = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        string expected = $$$"""
            {"schemaVersion":1,"task":"forecast","startedAt":"2026-11-02T09:00:00.000Z","asOf":"2026-11-02","seed":"18446744073709551615","inputs":{"a.csv":"{{{Abc}}}","b.csv":"{{{DataFingerprint.OfText("b")}}}"},"packageVersions":{"PolicingModels.Core":"0.1.0"},"parameters":{"cellAreaKm2":"0.75"}}
            """;
        Assert.Equal(expected, Record(ulong.MaxValue).ToJson(indented: false));
    }

    [Fact]
    public void A_changed_or_missing_line_is_found()
    {
        AuditLog log = new(LogPath);
        Assert.True(log.Verify().IsIntact);
        log.Append(Record(1));
        log.Append(Record(2));
        string head = log.Append(Record(3));
        Assert.Equal(new AuditVerification(true, 3, null, head), log.Verify(head));

        string[] lines = File.ReadAllLines(LogPath);
        File.WriteAllLines(LogPath, [lines[0], lines[1].Replace("0.75", "0.76", StringComparison.Ordinal), lines[2]]);
        Assert.Equal(2, log.Verify().FirstBrokenLine);
        Assert.Throws<InvalidDataException>(() => log.Append(Record(4)));
        File.WriteAllLines(LogPath, [lines[0], lines[2]]);
        Assert.Equal(2, log.Verify().FirstBrokenLine);
        File.WriteAllLines(LogPath, [lines[1], lines[2]]);
        Assert.Equal(1, log.Verify().FirstBrokenLine);

        // A cut at the end shows only against the noted head.
        File.WriteAllLines(LogPath, [lines[0], lines[1]]);
        Assert.True(log.Verify().IsIntact);
        Assert.False(log.Verify(head).IsIntact);
    }

    [Fact]
    public void Any_change_of_the_events_changes_their_fingerprint()
    {
        static CrimeEvents Make(double easting = 1, int day = 5, string type = "x", string id = "a") =>
            new([easting], [2], [day], CoordinateSystem.PlanarMetres, ids: [id], categories: [CategoryColumn.FromText("type", [type])]);
        string[] prints = [DataFingerprint.OfEvents(Make()), DataFingerprint.OfEvents(Make(easting: 1.5)), DataFingerprint.OfEvents(Make(day: 6)), DataFingerprint.OfEvents(Make(type: "y")), DataFingerprint.OfEvents(Make(id: "b"))];
        Assert.Equal(5, prints.Distinct().Count());
        Assert.Equal(prints[0], DataFingerprint.OfEvents(Make()));
    }
}
