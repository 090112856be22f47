namespace PolicingModels.Tool;

/// <summary>The <c>result.json</c> of <c>simulate people</c>.</summary>
internal sealed record SimulatePeopleResult : VerbResult
{
    public required PeopleFigures People { get; init; }
}

/// <summary>Simulated people and what their offences were drawn from.</summary>
internal sealed record PeopleFigures(string Notice, string Size, string Seed, SpanResult Span, int People, int Wards, int Offences, int Rows, long Unrecorded, IReadOnlyList<PeopleKindFigures> Kinds);

/// <summary>One kind of people, with what is to be expected on the record.</summary>
internal sealed record PeopleKindFigures(string Kind, int People, double ExpectedOffences, double ExpectedHarmDays);
