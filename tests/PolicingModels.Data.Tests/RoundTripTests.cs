using CsCheck;
using PolicingModels.Data;

namespace PolicingModels.DataTests;

public sealed class RoundTripTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static readonly Gen<CrimeEvents> Events =
        from rows in Gen.Select(
            Gen.Double[1, 699_999], Gen.Double[1, 1_299_999], Gen.Int[725_000, 740_000], Gen.Int[0, 1439], Gen.Int[0, 5000],
            Gen.OneOf(Gen.Const(""), Gen.Const("a, \"b\""), Gen.Const("two\nlines"), Gen.Const("=1+1"), Gen.Const("Ünï"), Gen.Const("plain"))).Array[1, 40]
        from timed in Gen.Bool
        from recorded in Gen.Bool
        from ids in Gen.Bool
        select new CrimeEvents(
            Array.ConvertAll(rows, r => r.Item1),
            Array.ConvertAll(rows, r => r.Item2),
            Array.ConvertAll(rows, r => r.Item3),
            CoordinateSystem.BritishNationalGrid,
            timed ? Array.ConvertAll(rows, r => (r.Item3 * 1440L) + r.Item4) : null,
            timed ? Array.ConvertAll(rows, r => (r.Item3 * 1440L) + r.Item4 + r.Item5) : null,
            recorded ? Array.ConvertAll(rows, r => r.Item3 + (r.Item5 / 100)) : null,
            ids ? [.. rows.Select((r, i) => $"-{i}{r.Item6}")] : null,
            [CategoryColumn.FromText("type", Array.ConvertAll(rows, r => r.Item6))]);

    [Theory]
    [InlineData("events.csv", 300)]
    [InlineData("events.csv.gz", 50)]
    [InlineData("events.parquet", 15)]
    public void Events_written_and_read_back_are_the_same(string name, int times) => Events.Sample(
        events =>
        {
            string path = _folder.Path(name);
            EventWriter.Write(events, path);
            EventTable table = EventFiles.Read(path, new EventReadOptions { CoordinateSystem = "EPSG:27700" });
            Assert.Empty(table.Quality.Refused);
            CrimeEvents back = table.Events;
            Assert.Equal(events.Easting.ToArray(), back.Easting.ToArray());
            Assert.Equal(events.Northing.ToArray(), back.Northing.ToArray());
            Assert.Equal(events.Day.ToArray(), back.Day.ToArray());
            Assert.Equal(events.FromMinute.ToArray(), back.FromMinute.ToArray());
            Assert.Equal(events.ToMinute.ToArray(), back.ToMinute.ToArray());
            Assert.Equal(events.RecordedDay.ToArray(), back.RecordedDay.ToArray());
            Assert.Equal(events.Ids, back.Ids);
            Assert.Equal(Texts(events), Texts(back));
        },
        iter: times,
        threads: 1);

    private static string?[] Texts(CrimeEvents events) => [.. Enumerable.Range(0, events.Count).Select(i => events.Categories["type"][i])];
}
