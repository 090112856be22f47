using CsCheck;

namespace PolicingModels.CoreTests.Events;

public class PersonLinksTests
{
    // Event 0: ann as victim and bob as suspect; event 1: nobody; event 2: bob as suspect, and as victim.
    private static PersonLinks Links() => new(
        3, [2, 0, 2, 0],
        CategoryColumn.FromText("person", ["bob", "ann", "bob", "bob"]),
        CategoryColumn.FromText("role", ["suspect", "victim", "victim", null]));

    [Fact]
    public void Links_stand_by_event_in_the_order_given()
    {
        PersonLinks links = Links();
        Assert.Equal((3, 4), (links.EventCount, links.Count));
        Assert.Equal([0, 0, 2, 2], links.Rows.ToArray());
        Assert.Equal(["ann/victim", "bob/"], Of(links, 0));
        Assert.Empty(Of(links, 1));
        Assert.Equal(["bob/suspect", "bob/victim"], Of(links, 2));
        Assert.Equal([0, 2], links.EventsOf("bob"));
        Assert.Equal([2], links.EventsOf("bob", "suspect"));
        Assert.Empty(links.EventsOf("bob", "witness"));
        Assert.Empty(links.EventsOf("eve"));
    }

    [Fact]
    public void Events_keep_their_links_when_they_are_chosen()
    {
        CrimeEvents events = new([1, 2, 3], [1, 2, 3], [10, 20, 30], CoordinateSystem.PlanarMetres, people: Links());
        PersonLinks chosen = events.Select([2, 0, 2]).People!;
        Assert.Equal(["bob/suspect", "bob/victim"], Of(chosen, 0));
        Assert.Equal(["ann/victim", "bob/"], Of(chosen, 1));
        Assert.Equal(["bob/suspect", "bob/victim"], Of(chosen, 2));
        Assert.Equal(["bob/suspect", "bob/victim"], Of(events.Where(row => row > 0).People!, 1));
        Assert.Equal(2, events.KnownBefore(DateOnly.FromDayNumber(21)).People!.Count);
        Assert.NotEqual(DataFingerprint.OfEvents(events), DataFingerprint.OfEvents(new([1, 2, 3], [1, 2, 3], [10, 20, 30], CoordinateSystem.PlanarMetres)));
    }

    [Fact]
    public void Choosing_rows_agrees_with_a_list_of_pairs()
    {
        Gen.Select(Gen.Int[1, 8], Gen.Int[0, 20], Gen.Int[0, int.MaxValue]).Sample((events, count, seed) =>
        {
            SeededRandom random = new((ulong)seed);
            (int Row, string Person, string Role)[] pairs = [.. Enumerable.Range(0, count).Select(_ => (random.NextInt32(events), $"p{random.NextInt32(4)}", $"r{random.NextInt32(2)}")).Distinct()];
            PersonLinks links = new(events, [.. pairs.Select(p => p.Row)], CategoryColumn.FromText("person", [.. pairs.Select(p => p.Person)]), CategoryColumn.FromText("role", [.. pairs.Select(p => p.Role)]));
            int[] rows = [.. Enumerable.Range(0, random.NextInt32(10)).Select(_ => random.NextInt32(events))];
            PersonLinks chosen = links.Select(rows);
            Assert.Equal(rows.Length, chosen.EventCount);
            for (int i = 0; i < rows.Length; i++)
            {
                Assert.Equal(pairs.Where(p => p.Row == rows[i]).Select(p => $"{p.Person}/{p.Role}"), Of(chosen, i));
            }
        });
    }

    [Fact]
    public void Impossible_links_are_refused()
    {
        CategoryColumn person = CategoryColumn.FromText("person", ["ann", "ann"]), role = CategoryColumn.FromText("role", ["victim", "victim"]);
        Assert.StartsWith("Link 1 points to event 2; there are 2 events, counted from 0.", Assert.Throws<ArgumentOutOfRangeException>(() => new PersonLinks(2, [0, 2], person, role)).Message, StringComparison.Ordinal);
        Assert.StartsWith("Event 0 is linked twice to “ann” as “victim”; give each link once.", Assert.Throws<ArgumentException>(() => new PersonLinks(2, [0, 0], person, role)).Message, StringComparison.Ordinal);
        Assert.StartsWith("There are 1 event rows, 2 people and 2 roles; each link has one of each.", Assert.Throws<ArgumentException>(() => new PersonLinks(2, [0], person, role)).Message, StringComparison.Ordinal);
        Assert.StartsWith("Link 0, of event 1, has no person", Assert.Throws<ArgumentException>(() => new PersonLinks(2, [1], CategoryColumn.FromText("person", [null]), CategoryColumn.FromText("role", ["victim"]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Links().Of(3));
        Assert.Contains("the links are of 3 events where the table has 1", Assert.Throws<ArgumentException>(() => new CrimeEvents([1], [1], [1], CoordinateSystem.PlanarMetres, people: Links())).Message, StringComparison.OrdinalIgnoreCase);
    }

    private static string[] Of(PersonLinks links, int row)
    {
        (int start, int length) = links.Of(row).GetOffsetAndLength(links.Count);
        return [.. Enumerable.Range(start, length).Select(i => $"{links.People[i]}/{links.Roles[i]}")];
    }
}
