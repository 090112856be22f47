namespace PolicingModels.Data;

/// <summary>Which column of one source of offences plays which role; −1 where none does.</summary>
internal sealed record OffenceColumns(
    int OffenceId,
    int Person,
    int Role,
    int Code,
    int Occurred,
    int Recorded,
    int Victim,
    int Area,
    int Detection,
    int Status,
    int Outcome,
    int Incident,
    int Attempt,
    int Multiplier,
    IReadOnlyList<CategorySource> Extra,
    IReadOnlyList<FilterSource> Filters)
{
    public static OffenceColumns Find(HeaderNames names, OffenceReadOptions options)
    {
        int Role(string role) => names.Role(role, WellKnownHeaders.Offences[role]);
        OffenceColumns columns = new(
            Role("offence_id"), Role("person"), Role("role"), Role("offence_code"), Role("occurred"), Role("recorded"), Role("victim"), Role("area"),
            Role("detection"), Role("status"), Role("outcome"), Role("incident"), Role("attempt"), Role("multiplier"), [], []);
        names.Require(columns.Code, "the offence code", WellKnownHeaders.Offences["offence_code"]);
        names.Require(columns.Occurred, "the day of the offence", WellKnownHeaders.Offences["occurred"]);
        return columns with
        {
            Extra = Kept(names, columns, options),
            Filters = names.Filters(options.Where, ColumnMap.OffenceRoles, role => WellKnownHeaders.Offences[role]),
        };
    }

    private static List<CategorySource> Kept(HeaderNames names, OffenceColumns c, OffenceReadOptions options)
    {
        if (options.KeepColumns is { } wanted)
        {
            return [.. wanted.Select(name => new CategorySource(name, Named(names, name)))];
        }

        int[] used = [c.OffenceId, c.Person, c.Role, c.Code, c.Occurred, c.Recorded, c.Victim, c.Area, c.Detection, c.Status, c.Outcome, c.Incident, c.Attempt, c.Multiplier];
        List<CategorySource> kept = [];
        for (int i = 0; i < names.Headers.Length; i++)
        {
            string header = names.Headers[i].Length > 0 ? names.Headers[i] : FormattableString.Invariant($"column {i + 1}");
            if (!used.Contains(i) && !kept.Exists(k => k.Name.Equals(header, StringComparison.OrdinalIgnoreCase)))
            {
                kept.Add(new CategorySource(header, i));
            }
        }

        return kept;
    }

    private static int Named(HeaderNames names, string name)
    {
        int column = names.ByName(name, [], _ => []);
        names.Require(column, $"“{name}”, which is to be kept", []);
        return column;
    }
}
