using Microsoft.Extensions.DependencyInjection;

namespace PolicingModels.SystemsTests;

/// <summary>The list of systems, and systems in a container.</summary>
public class SystemsTests
{
    [Fact]
    public void Every_system_describes_itself_and_is_found_by_its_key()
    {
        Assert.Equal(Systems.All.Count, Systems.All.Select(s => s.About.Key).Distinct(StringComparer.Ordinal).Count());
        Assert.All(Systems.All, s =>
        {
            s.Validate();
            Assert.Same(s, Systems.Find(s.About.Key.ToUpperInvariant()));
            Assert.NotEmpty(s.About.Question);
            Assert.NotEmpty(s.About.Unit);
            Assert.NotEmpty(s.About.Horizon);
            Assert.NotEmpty(s.About.Provenance.Source);
            Assert.NotEmpty(s.About.NotPublished);
            Assert.Equal(s.Settings.Count, s.Settings.Select(x => x.Key).Distinct(StringComparer.Ordinal).Count());
        });
    }

    [Fact]
    public void An_unknown_key_lists_those_there_are()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => Systems.Find("vawg-1000"));
        Assert.All(Systems.All, s => Assert.Contains(s.About.Key, e.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_container_runs_a_changed_copy()
    {
        ServiceCollection services = new();
        services.AddPolicingModels()
            .AddSystem(Systems.Vawg100 with { Top = 5 }, i => (i.Table, i.AsOf) = (SimulatedOffences.Table, SimulatedOffences.People.Span.End))
            .AddSystem("wards", Systems.PrecisionPatrol, i => i.Table = SimulatedOffences.Table);
        await using ServiceProvider provider = services.BuildServiceProvider();
        HarmListResult first = await provider.GetRequiredService<IPolicingSystem<HarmListResult>>().RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(5, first.Places.Count);
        IPolicingSystem<HarmListResult> wards = provider.GetRequiredKeyedService<IPolicingSystem<HarmListResult>>("wards");
        Assert.Equal("precision-patrol", wards.System.About.Key);
        Assert.NotEmpty((await wards.RunAsync(TestContext.Current.CancellationToken)).Places);
    }

    [Fact]
    public void A_system_without_input_or_out_of_range_is_refused_as_soon_as_it_is_added_or_resolved()
    {
        ServiceCollection services = new();
        services.AddPolicingModels().AddSystem(Systems.Vawg100).AddSystem(Systems.Vawg100);
        using ServiceProvider provider = services.BuildServiceProvider();
        Assert.Contains("Path", Assert.Throws<ArgumentException>(() => provider.GetRequiredService<IPolicingSystem<HarmListResult>>()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => services.AddPolicingModels().AddSystem(Systems.Vawg100 with { CadenceDays = 0 }));
    }
}
