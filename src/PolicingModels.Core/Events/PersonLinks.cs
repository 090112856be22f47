namespace PolicingModels;

/// <summary>Who was linked to which event, in which role: any number of people per event. Columnar, immutable and thread-safe.</summary>
/// <remarks>
/// For one person per event the categories <c>person</c> and <c>role</c> of <see cref="CrimeEvents"/> say the same. People are
/// identifiers of the source, best pseudonyms; nothing here says that a link is proof of anything. Costs 12 bytes per link and 4 per event.
/// </remarks>
public sealed class PersonLinks
{
    private readonly int[] _first;
    private readonly int[] _rows;

    /// <summary>Makes links from their columns, one entry per link, in any order.</summary>
    /// <param name="eventCount">The number of events that the rows point into, 0 or more.</param>
    /// <param name="rows">The event row of each link, 0 to <paramref name="eventCount"/> − 1.</param>
    /// <param name="people">The person of each link; none missing.</param>
    /// <param name="roles">The role of each link (suspect, victim, witness); −1 where the source does not say.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of events is negative, or a link points to an event that does not exist.</exception>
    /// <exception cref="ArgumentException">The columns differ in length, a link has no person, or the same link is given twice.</exception>
    public PersonLinks(int eventCount, ReadOnlySpan<int> rows, CategoryColumn people, CategoryColumn roles)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(eventCount);
        ArgumentNullException.ThrowIfNull(people);
        ArgumentNullException.ThrowIfNull(roles);
        if (people.Count != rows.Length || roles.Count != rows.Length)
        {
            throw new ArgumentException($"There are {rows.Length} event rows, {people.Count} people and {roles.Count} roles; each link has one of each.", nameof(people));
        }

        HashSet<(int Row, int Person, int Role)> seen = new(rows.Length);
        _first = new int[eventCount + 1];
        for (int link = 0; link < rows.Length; link++)
        {
            if ((uint)rows[link] >= (uint)eventCount)
            {
                throw new ArgumentOutOfRangeException(nameof(rows), rows[link], $"Link {link} points to event {rows[link]}; there are {eventCount} events, counted from 0.");
            }

            if (people.Codes[link] < 0)
            {
                throw new ArgumentException($"Link {link}, of event {rows[link]}, has no person; leave out links to nobody.", nameof(people));
            }

            if (!seen.Add((rows[link], people.Codes[link], roles.Codes[link])))
            {
                throw new ArgumentException($"Event {rows[link]} is linked twice to “{people[link]}” as “{roles[link]}”; give each link once.", nameof(rows));
            }

            _first[rows[link] + 1]++;
        }

        for (int row = 0; row < eventCount; row++)
        {
            _first[row + 1] += _first[row];
        }

        // By event, within an event in the order given.
        int[] next = _first[..^1], order = new int[rows.Length];
        for (int link = 0; link < rows.Length; link++)
        {
            order[next[rows[link]]++] = link;
        }

        _rows = new int[rows.Length];
        for (int link = 0; link < order.Length; link++)
        {
            _rows[link] = rows[order[link]];
        }

        People = people.Select(order);
        Roles = roles.Select(order);
    }

    /// <summary>The number of events that rows point into.</summary>
    public int EventCount => _first.Length - 1;

    /// <summary>The number of links.</summary>
    public int Count => _rows.Length;

    /// <summary>The event row of each link, ascending.</summary>
    public ReadOnlySpan<int> Rows => _rows;

    /// <summary>The person of each link.</summary>
    public CategoryColumn People { get; }

    /// <summary>The role of each link.</summary>
    public CategoryColumn Roles { get; }

    /// <summary>The links of one event: a range into <see cref="Rows"/>, <see cref="People"/> and <see cref="Roles"/>, in the order in which they were given.</summary>
    /// <param name="row">0 to <see cref="EventCount"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such event.</exception>
    public Range Of(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, EventCount);
        return _first[row].._first[row + 1];
    }

    /// <summary>The rows of the events to which a person is linked, ascending, each once. Goes through all links.</summary>
    /// <param name="person">A name of <see cref="People"/>; exact, case-sensitive. A name that is not linked has no events.</param>
    /// <param name="role">The role wanted; null for any.</param>
    public IReadOnlyList<int> EventsOf(string person, string? role = null)
    {
        ArgumentNullException.ThrowIfNull(person);
        int who = People.CodeOf(person), what = role is null ? -1 : Roles.CodeOf(role);
        List<int> found = [];
        if (who < 0 || (role is not null && what < 0))
        {
            return found;
        }

        for (int link = 0; link < _rows.Length; link++)
        {
            if (People.Codes[link] == who && (role is null || Roles.Codes[link] == what) && (found.Count == 0 || found[^1] != _rows[link]))
            {
                found.Add(_rows[link]);
            }
        }

        return found;
    }

    /// <summary>The links of chosen events, whose rows become 0, 1, 2 … in the order given; an event chosen twice has its links twice.</summary>
    /// <param name="rows">Rows, 0 to <see cref="EventCount"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such event.</exception>
    public PersonLinks Select(ReadOnlySpan<int> rows)
    {
        List<int> links = [], at = [];
        for (int i = 0; i < rows.Length; i++)
        {
            Range range = Of(rows[i]);
            for (int link = range.Start.Value; link < range.End.Value; link++)
            {
                links.Add(link);
                at.Add(i);
            }
        }

        int[] chosen = [.. links];
        return new PersonLinks(rows.Length, [.. at], People.Select(chosen), Roles.Select(chosen));
    }
}
