using Microsoft.Extensions.DependencyInjection;
using PolicingModels.HarmIndex;

namespace PolicingModels.HarmIndexTests;

public class RegistrationTests
{
    [Fact]
    public void The_default_index_is_there_with_and_without_settings()
    {
        using ServiceProvider plain = new ServiceCollection().AddPolicingModels().AddHarmIndex().Services.BuildServiceProvider();
        Assert.Same(CambridgeCrimeHarmIndex.Principal, plain.GetRequiredService<IHarmSchedule>());
        Assert.Same(plain.GetRequiredService<HarmScorers>().Lookup, plain.GetRequiredService<HarmLookup>());

        using ServiceProvider set = new ServiceCollection().AddPolicingModels()
            .AddHarmIndex(o => o.Schedule = OnsCrimeSeverityScore.December2020)
            .AddHarmIndex(o => o.Lookup = new() { Ambiguity = AmbiguityPolicy.Median })
            .Services.BuildServiceProvider();
        Assert.Same(OnsCrimeSeverityScore.December2020, set.GetRequiredService<IHarmSchedule>());
        Assert.Equal(AmbiguityPolicy.Median, set.GetRequiredService<HarmLookup>().Options.Ambiguity);
        Assert.Single(set.GetServices<HarmScorers>());
    }

    [Fact]
    public void Named_indices_stand_beside_the_default_one()
    {
        using ServiceProvider services = new ServiceCollection().AddPolicingModels()
            .AddHarmIndex()
            .AddHarmIndex("ons", o => o.Schedule = OnsCrimeSeverityScore.December2020)
            .AddHarmIndex("strict", o => o.Scoring = day => new HarmScoringOptions { AsOf = day, WindowDays = 30, Roles = [OffenceRole.Convicted] })
            .AddHarmIndex("strict", o => o.Lookup = new() { Ambiguity = AmbiguityPolicy.Maximum })
            .Services.BuildServiceProvider();
        Assert.Same(OnsCrimeSeverityScore.December2020, services.GetRequiredKeyedService<IHarmSchedule>("ons"));
        Assert.Same(CambridgeCrimeHarmIndex.Principal, services.GetRequiredService<IHarmSchedule>());
        Assert.Equal(AmbiguityPolicy.Maximum, services.GetRequiredKeyedService<HarmLookup>("strict").Options.Ambiguity);

        DateOnly asOf = new(2024, 3, 1);
        HarmOffences offences = new(CategoryColumn.FromText("code", ["034/01", "034/01"]), [asOf.DayNumber - 31, asOf.DayNumber - 30], person: CategoryColumn.FromText("person", ["a", "a"]), role: [OffenceRole.Convicted, OffenceRole.Convicted]);
        Assert.Equal(365, services.GetRequiredKeyedService<HarmScorers>("strict").AsOf(asOf).Score(offences, HarmUnit.Person)[0].Days);
        Assert.Equal(730, services.GetRequiredService<HarmScorers>().Analyse(offences, asOf, HarmUnit.Person).Ranking.Entries[0].Score.Days);
    }

    [Fact]
    public void A_bad_setting_throws_when_the_index_is_asked_for_and_in_the_constructor_alike()
    {
        void Bad(HarmIndexOptions o) => o.Scoring = day => new HarmScoringOptions { AsOf = day, WindowDays = 0 };
        using ServiceProvider services = new ServiceCollection().AddPolicingModels().AddHarmIndex("bad", Bad).Services.BuildServiceProvider();
        Assert.Throws<ArgumentOutOfRangeException>("WindowDays", () => services.GetRequiredKeyedService<HarmScorers>("bad"));
        HarmIndexOptions options = new();
        Bad(options);
        Assert.Throws<ArgumentOutOfRangeException>("WindowDays", () => new HarmScorers(options));
        Assert.Throws<ArgumentException>("Scoring", () => new HarmScorers(new HarmIndexOptions { Scoring = day => new HarmScoringOptions { AsOf = day.AddDays(1) } }));
        Assert.Throws<ArgumentNullException>("Schedule", () => new HarmScorers(new HarmIndexOptions { Schedule = null! }));
        Assert.Throws<ArgumentException>("name", () => new ServiceCollection().AddPolicingModels().AddHarmIndex(" ", _ => { }));
    }
}
