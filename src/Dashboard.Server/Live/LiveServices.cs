using Dashboard.Client.Doors;
using MessagePack.Resolvers;

namespace Dashboard.Server.Live;

internal static class LiveServices
{
    public static WebApplicationBuilder AddLive(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<BatchCache>();
        builder.Services.AddSingleton<DeviceMonitor>();
        builder.Services.AddSingleton<IDevices>(provider => provider.GetRequiredService<DeviceMonitor>());
        builder.Services.AddHostedService(provider => provider.GetRequiredService<DeviceMonitor>());
        builder.Services.AddSignalR()
            .AddJsonProtocol(json => json.PayloadSerializerOptions.Converters.Add(new EventBatchJsonConverter()))
            .AddMessagePackProtocol(pack => pack.SerializerOptions = pack.SerializerOptions.WithResolver(
                CompositeResolver.Create([new EventBatchFormatter()], [pack.SerializerOptions.Resolver])));
        return builder;
    }

    public static WebApplication MapLive(this WebApplication app)
    {
        app.MapHub<LiveHub>("/hubs/live");
        return app;
    }
}
