using Dashboard.Client.Doors;

namespace Dashboard.Server.Hosting;

/// <summary>With Access:ReadOnly, pages get doors that refuse every change, and REST refuses every command.</summary>
internal static class ReadOnlyMode
{
    /// <summary>Last of the registrations: it goes around the doors that the others brought.</summary>
    public static WebApplicationBuilder AddReadOnlyMode(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IAccess, Access>();
        if (!new Access(builder.Configuration).IsReadOnly) return builder;
        foreach (var door in builder.Services.Where(service => IsDoor(service.ServiceType)).ToList())
        {
            builder.Services.Remove(door);
            builder.Services.Add(new ServiceDescriptor(door.ServiceType, provider => Around(door, provider), door.Lifetime));
        }

        return builder;
    }

    /// <summary>Safe methods pass, and questions that are too long for an address.</summary>
    public static WebApplication UseReadOnlyMode(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<IAccess>().IsReadOnly) return app;
        app.Use((context, next) =>
        {
            var request = context.Request;
            var asks = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method)
                || context.GetEndpoint()?.Metadata.GetMetadata<AsksOnly>() is not null;
            if (asks || !request.Path.StartsWithSegments("/api")) return next(context);
            return TypedResults.Problem(Access.Refusal, statusCode: StatusCodes.Status403Forbidden, title: "Read-only").ExecuteAsync(context);
        });
        return app;
    }

    public static bool IsDoor(Type service) => service.IsInterface && service.Namespace == typeof(IRuns).Namespace;

    private static object Around(ServiceDescriptor door, IServiceProvider provider)
    {
        var inner = door.ImplementationInstance ?? door.ImplementationFactory?.Invoke(provider)
            ?? ActivatorUtilities.CreateInstance(provider, door.ImplementationType!);
        return typeof(ReadOnlyDoor<>).MakeGenericType(door.ServiceType).GetMethod(nameof(ReadOnlyDoor<IRuns>.Around))!.Invoke(null, [inner])!;
    }
}
