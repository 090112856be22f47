using Microsoft.Extensions.DependencyInjection;
using PolicingModels.Seasonality;

namespace PolicingModels.SeasonalityTests;

public class SeasonalityExtensionsTests
{
    [Fact]
    public void The_planner_is_resolved_and_registration_may_come_twice()
    {
        ServiceCollection services = new();
        services.AddPolicingModels().AddSeasonality().AddSeasonality(o => o.Planner = o.Planner with { HorizonMonths = 6 });
        using ServiceProvider provider = services.BuildServiceProvider();
        SeasonalityPlanner planner = provider.GetRequiredService<SeasonalityPlanner>();
        Assert.Same(planner, provider.GetRequiredService<SeasonalityPlanner>());
        Assert.Equal("pooled", Assert.Single(provider.GetServices<IHierarchyForecaster>()).Name);
        SeasonalityPlan plan = planner.Plan(SeriesHierarchy.OfOne(new MonthlySeries(new(2015, 1), [.. Enumerable.Range(0, 60).Select(m => 30.0 + (m % 12))])));
        Assert.Equal(6, plan.Series[0].Coming.Count);
    }

    [Fact]
    public void Named_planners_have_their_own_settings()
    {
        ServiceCollection services = new();
        services.AddPolicingModels().AddSeasonality("short", o => o.Planner = o.Planner with { HorizonMonths = 3 }).AddSeasonality("bad", o => o.Planner = o.Planner with { HorizonMonths = 99 });
        using ServiceProvider provider = services.BuildServiceProvider();
        Assert.NotNull(provider.GetRequiredKeyedService<SeasonalityPlanner>("short"));
        Assert.Throws<ArgumentOutOfRangeException>(() => provider.GetRequiredKeyedService<SeasonalityPlanner>("bad"));
    }

    [Fact]
    public void A_bad_setting_throws_when_the_planner_is_resolved()
    {
        ServiceCollection services = new();
        services.AddPolicingModels().AddSeasonality(o => o.Planner = o.Planner with { Model = new PooledOptions { Draws = 1 } });
        using ServiceProvider provider = services.BuildServiceProvider();
        Assert.Contains("Draws", Assert.Throws<ArgumentOutOfRangeException>(provider.GetRequiredService<SeasonalityPlanner>).Message, StringComparison.Ordinal);
    }
}
