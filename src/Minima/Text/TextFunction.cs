using Minima.Reals;

namespace Minima;

/// <summary>A function that a formula as text may call.</summary>
/// <param name="Name">The name in calls.</param>
/// <param name="Aliases">Other names for it.</param>
/// <param name="Fewest">The least number of arguments.</param>
/// <param name="Most">The largest number of arguments.</param>
/// <param name="Apply">Applies it to its arguments.</param>
internal sealed record TextFunction(string Name, string[] Aliases, int Fewest, int Most, Func<Symbol[], Symbol> Apply);
