namespace Minima;

/// <summary>An object of a type that each thread keeps between calls, so that calls allocate nothing.</summary>
internal static class Pooled<T>
    where T : class, new()
{
    [ThreadStatic]
    private static T? _spare;

    /// <summary>The calling thread's own object, for work that does not reenter here before it is done.</summary>
    public static T Own => _spare ??= new T();

    /// <summary>The calling thread's own object until <see cref="Return"/>. A nested caller, such as a formula that calls the engine, gets another one.</summary>
    public static T Rent()
    {
        var rented = _spare ?? new T();
        _spare = null;
        return rented;
    }

    public static void Return(T rented) => _spare = rented;
}
