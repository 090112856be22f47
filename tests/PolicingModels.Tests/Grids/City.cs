using PolicingModels.SpatioTemporal;

namespace PolicingModels.SystemsTests;

/// <summary>Two years of a small simulated city as a source of events.</summary>
internal sealed class City(Func<CrimeEvents, CrimeEvents>? change = null) : IEventSource
{
    public static SimulatedCity Simulated { get; } = new CitySimulator(new CityOptions { Days = 2 * 364 }).Simulate();

    public static Gridding.StudyArea Boundary { get; } = Gridding.StudyArea.FromGeometry(Simulated.Boundary, Simulated.Events.Coordinates, name: "simulated city");

    public static DateOnly End => Simulated.Span.End;

    public EventTable Read(IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        CrimeEvents events = change is null ? Simulated.Events : change(Simulated.Events);
        return new EventTable(events, new DataQualityReport("simulated", events.Count, []));
    }

    public static GridInput Input(DateOnly? asOf = null, string? archive = null, Func<CrimeEvents, CrimeEvents>? change = null) =>
        new() { Source = new City(change), Boundary = Boundary, AsOf = asOf ?? End, ArchiveFolder = archive };
}
