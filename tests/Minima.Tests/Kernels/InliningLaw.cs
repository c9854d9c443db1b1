using System.Diagnostics.Tracing;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Loader;
using Minima.Reals;
using Minima.Tests.Matrix;

namespace Minima.Tests.Kernels;

/// <summary>
/// No call to a number, a primitive or a formula is left in the kernels that give value and gradient at the machine's best width:
/// the JIT reports every call that it did not inline. The kernels are compiled for this law alone, in a copy of the library that
/// nothing else has touched.
/// </summary>
internal sealed class InliningLaw : Law
{
    public static string BestLanes => Vector512.IsHardwareAccelerated ? nameof(V16) : Vector256.IsHardwareAccelerated ? nameof(V8) : nameof(V4);

    protected override IEnumerable<string> Of<TFormula>(Subject<TFormula> subject) => Failures([typeof(TFormula)]).Select(f => f.Failure);

    /// <summary>The calls left in the kernels of these formulas, which may come from any copy of the library.</summary>
    public static List<(Type Formula, string Failure)> Failures(IReadOnlyList<Type> formulas)
    {
        using var listener = new InliningListener();
        var failures = new List<(Type, string)>();
        foreach (var formula in formulas)
        {
            Compile(formula);
            failures.AddRange(listener.Take(formula).Select(failure => (formula, failure)));
        }

        return failures;
    }

    /// <summary>The core's formulas in a fresh copy of the library.</summary>
    public static List<Type> FreshFormulas()
    {
        var context = new AssemblyLoadContext("kernels of their own");
        var assembly = context.LoadFromAssemblyPath(typeof(Loss).Assembly.Location);
        var catalogue = assembly.GetType("Minima.Catalogue")!.GetProperty("All")!.GetValue(null)!;
        var create = assembly.GetType("Minima.LossEntry")!.GetMethod(nameof(LossEntry.CreateExample))!;
        return
        [
            .. ((System.Collections.IEnumerable)catalogue).Cast<object>()
                .Select(entry => create.Invoke(entry, null)!.GetType())
                .Where(type => type.Name == typeof(PointLoss<>).Name)
                .Select(type => type.GetGenericArguments()[0]),
        ];
    }

    private static void Compile(Type formula)
    {
        var core = formula.Assembly.GetName().Name == "Minima" ? formula.Assembly : typeof(Loss).Assembly;
        Type Reals(string name) => core.GetType("Minima.Reals." + name)!;
        var lanes = Reals(BestLanes);
        var kernel = core.GetType("Minima.PointKernel`3")!.MakeGenericType(formula, lanes, typeof(float));
        var store = core.GetType("Minima.CachedStore`2")!.MakeGenericType(lanes, typeof(float));
        RuntimeHelpers.PrepareMethod(kernel.GetMethod("Value")!.MethodHandle, [formula.TypeHandle, lanes.TypeHandle, typeof(float).TypeHandle]);
        var differentiated = Convert.ToUInt32(formula.GetProperty("Differentiated")!.GetValue(null), System.Globalization.CultureInfo.InvariantCulture);
        var count = System.Numerics.BitOperations.PopCount(differentiated);
        var partials = Reals((count switch { 1 => "One", 2 => "Two", 3 => "Three", _ => "Four" }) + "`1").MakeGenericType(lanes);
        var seeds = differentiated == 1 ? core.GetType("Minima.Along0")! : core.GetType("Minima.Declared`1")!.MakeGenericType(formula);
        var gradient = kernel.GetMethod("Gradient")!.MakeGenericMethod(partials, seeds, store);
        RuntimeHelpers.PrepareMethod(
            gradient.MethodHandle,
            [formula.TypeHandle, lanes.TypeHandle, typeof(float).TypeHandle, partials.TypeHandle, seeds.TypeHandle, store.TypeHandle]);
    }
}

/// <summary>Hears from the JIT which calls in kernels were not inlined.</summary>
internal sealed class InliningListener : EventListener
{
    private const EventKeywords JitTracing = (EventKeywords)0x1000;
    private readonly List<(string Kernel, string Failure)> heard = [];
    private readonly Lock gate = new();
    private int sentinels;

    /// <summary>
    /// The failures since the last call in kernels of this formula on the best lanes; other tests compile other kernels meanwhile.
    /// Events come late and in order: a method with a call that is never inlined marks the end.
    /// </summary>
    public List<string> Take(Type formula)
    {
        var seen = Volatile.Read(ref sentinels);
        var waited = System.Diagnostics.Stopwatch.StartNew();
        Sentinels.Next();
        while (Volatile.Read(ref sentinels) == seen)
        {
            // The runtime hands events on from a thread of its own, which a busy machine may leave waiting.
            if (waited.Elapsed > TimeSpan.FromMinutes(3))
            {
                throw new TimeoutException("the JIT's events do not arrive");
            }

            Thread.Sleep(5);
        }

        lock (gate)
        {
            var loss = formula.GetGenericArguments()[0].FullName!;
            var result = heard
                .Where(h => h.Kernel.Contains(InliningLaw.BestLanes, StringComparison.Ordinal) && (h.Kernel.Contains(loss + "]", StringComparison.Ordinal) || h.Kernel.Contains(loss + ",", StringComparison.Ordinal)))
                .Select(h => h.Failure)
                .Distinct(StringComparer.Ordinal)
                .ToList();
            heard.Clear();
            return result;
        }
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
        {
            EnableEvents(eventSource, EventLevel.Verbose, JitTracing);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName is not { } name || !name.StartsWith("MethodJitInliningFailed", StringComparison.Ordinal))
        {
            return;
        }

        string Of(string field) => eventData.Payload![eventData.PayloadNames!.IndexOf(field)]?.ToString() ?? "";
        var compiled = Of("MethodBeingCompiledNamespace");
        if (compiled.StartsWith(typeof(Sentinels).FullName!, StringComparison.Ordinal))
        {
            Interlocked.Increment(ref sentinels);
        }
        else if (compiled.StartsWith("Minima.PointKernel", StringComparison.Ordinal) && !IsMeant(Of("InlinerName"), Of("InlineeNamespace"), Of("InlineeName"), Of("FailReason")))
        {
            lock (gate)
            {
                heard.Add((compiled, $"{Of("MethodBeingCompiledName")} calls {Of("InlineeNamespace")}.{Of("InlineeName")} from {Of("InlinerName")}: {Of("FailReason")}"));
            }
        }
    }

    /// <summary>Functions that go element by element are calls by intention, and so are a loss's own helpers marked NoInlining (a rare parameter's path, a branch beside a log-gamma); Accumulate throws in lanes that do not accumulate, behind a constant false.</summary>
    private static bool IsMeant(string inliner, string space, string name, string reason) =>
        space.StartsWith("Minima.Reals.ElementWise", StringComparison.Ordinal) || name == "Accumulate" || inliner == "Accumulate"
        || (space.StartsWith("Minima.Losses.", StringComparison.Ordinal) && reason.StartsWith("noinline per IL", StringComparison.Ordinal));
}

/// <summary>Generic methods that are compiled anew for each type, with a call that is never inlined.</summary>
internal static class Sentinels
{
    private static Type next = typeof(int);

    public static void Next()
    {
        // A fresh struct type each time: int?, then a tuple of tuples, as deep as it takes.
        next = typeof(ValueTuple<>).MakeGenericType(next);
        RuntimeHelpers.PrepareMethod(typeof(Sentinels).GetMethod(nameof(Call))!.MakeGenericMethod(next).MethodHandle, [next.TypeHandle]);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static int Call<T>() => Never();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Never() => Environment.CurrentManagedThreadId;
}
