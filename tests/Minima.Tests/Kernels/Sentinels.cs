using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Minima.Tests.Kernels;

/// <summary>Numbered methods, each compiled once, with a call that is never inlined: the JIT's events about them say how far it has come.</summary>
internal static class Sentinels
{
    private static int last;

    /// <summary>Compiles the next sentinel; its number is greater than those of all before.</summary>
    public static int Next()
    {
        var number = Interlocked.Increment(ref last);
        var digits = typeof(End);
        for (var rest = number; rest > 0; rest >>= 1)
        {
            digits = ((rest & 1) == 1 ? typeof(Set<>) : typeof(Unset<>)).MakeGenericType(digits);
        }

        RuntimeHelpers.PrepareMethod(typeof(Sentinel<>).MakeGenericType(digits).GetMethod(nameof(Sentinel<>.Call))!.MethodHandle, [digits.TypeHandle]);
        return number;
    }

    /// <summary>The number of the sentinel whose class the JIT names so, or null where it is none: its bits are its type's nested arguments, the lowest innermost.</summary>
    public static int? NumberOf(string jitName)
    {
        if (!jitName.StartsWith(typeof(Sentinel<>).FullName!, StringComparison.Ordinal))
        {
            return null;
        }

        var number = 0;
        for (var at = 0; at < jitName.Length; at++)
        {
            var rest = jitName.AsSpan(at);
            if (rest.StartsWith(nameof(Set<>) + "`", StringComparison.Ordinal))
            {
                number = (number << 1) | 1;
            }
            else if (rest.StartsWith(nameof(Unset<>) + "`", StringComparison.Ordinal))
            {
                number <<= 1;
            }
        }

        return number > 0 ? number : throw new UnreachableException($"a sentinel without a number: {jitName}");
    }

    internal readonly struct End;

    internal readonly struct Set<TRest>;

    internal readonly struct Unset<TRest>;
}

/// <summary>The method that is compiled anew for each struct.</summary>
internal static class Sentinel<TDigits>
    where TDigits : struct
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static int Call() => Never();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Never() => Environment.CurrentManagedThreadId;
}
