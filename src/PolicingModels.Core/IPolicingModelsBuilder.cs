using Microsoft.Extensions.DependencyInjection;

namespace PolicingModels;

/// <summary>What <see cref="PolicingModelsServiceCollectionExtensions.AddPolicingModels"/> returns: each package adds its own methods to it.</summary>
public interface IPolicingModelsBuilder
{
    /// <summary>The services of the application.</summary>
    IServiceCollection Services { get; }
}

/// <summary>Where an application begins to use the packages.</summary>
public static class PolicingModelsServiceCollectionExtensions
{
    /// <summary>Begins the registration of PolicingModels services; may be called more than once.</summary>
    /// <param name="services">The services of the application.</param>
    /// <returns>A builder to which each package adds its methods, for instance <c>AddHarmIndex()</c>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    public static IPolicingModelsBuilder AddPolicingModels(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return new Builder(services);
    }

    private sealed record Builder(IServiceCollection Services) : IPolicingModelsBuilder;
}
