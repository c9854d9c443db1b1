namespace Minima;

/// <summary>An object of a kind that each thread keeps between calls, so that they allocate nothing.</summary>
internal static class Pooled<T>
    where T : class, new()
{
    [ThreadStatic]
    private static T? _spare;

    /// <summary>The calling thread's own, for work that never comes back here before it is done.</summary>
    public static T Own => _spare ??= new T();

    /// <summary>The calling thread's own until <see cref="Return"/>: whoever asks meanwhile, a formula that calls the engine for example, gets another one.</summary>
    public static T Rent()
    {
        var rented = _spare ?? new T();
        _spare = null;
        return rented;
    }

    public static void Return(T rented) => _spare = rented;
}
