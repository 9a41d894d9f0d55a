namespace Dashboard.Server.Estimates;

/// <summary>What an hour of the machine costs; nothing is assumed where the settings say nothing.</summary>
/// <param name="PerHour">Price of an hour of the machine, without energy; null when not set.</param>
/// <param name="PerKilowattHour">Price of energy; null when not set.</param>
/// <param name="Watts">Power of the machine at work; null when not set.</param>
/// <param name="Currency">Of both prices.</param>
internal sealed record PriceSettings(double? PerHour, double? PerKilowattHour, double? Watts, string Currency)
{
    private const string Default = "JPY";

    public static PriceSettings Of(IConfiguration configuration) => new(
        Number(configuration, "Cost:PerHour"), Number(configuration, "Cost:PerKilowattHour"), Number(configuration, "Cost:Watts"),
        configuration["Cost:Currency"] is { Length: 3 } currency ? currency.ToUpperInvariant() : Default);

    /// <summary>kWh of so many seconds.</summary>
    public double? Energy(double? seconds) => Watts / 1000 * seconds / 3600;

    /// <summary>Price of so many seconds; null when no price is set.</summary>
    public double? Price(double? seconds)
    {
        var (machine, energy) = (PerHour * seconds / 3600, PerKilowattHour * Energy(seconds));
        return machine is null ? energy : machine + (energy ?? 0);
    }

    private static double? Number(IConfiguration configuration, string name) =>
        configuration.GetValue<double?>(name) is { } value && double.IsFinite(value) && value >= 0 ? value : null;
}
