using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Loader;
using Minima.Reals;

namespace Minima.Tests.Kernels;

/// <summary>
/// No call to a number, a primitive or a formula is left in the kernels that give value and gradient at the machine's best width:
/// the JIT reports every call that it did not inline. The kernels are compiled for this law alone, in a copy of the library that
/// nothing else has touched.
/// </summary>
internal static class InliningLaw
{
    public static string BestLanes => Vector512.IsHardwareAccelerated ? nameof(V16) : Vector256.IsHardwareAccelerated ? nameof(V8) : nameof(V4);

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

    /// <summary>The formula of a loss of two inputs in a copy of its library that nothing has compiled.</summary>
    public static Type Fresh(Type loss)
    {
        var copy = new AssemblyLoadContext("a kernel of its own").LoadFromAssemblyPath(loss.Assembly.Location);
        return typeof(Point2<>).MakeGenericType(copy.GetType(loss.FullName!)!);
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
