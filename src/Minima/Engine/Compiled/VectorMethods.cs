using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.Intrinsics;
using Minima.Reals;

namespace Minima;

/// <summary>The vector instructions of emitted kernels, as methods that the JIT turns into one instruction each.</summary>
/// <typeparam name="L">The lanes.</typeparam>
/// <typeparam name="TVector">The vector that the lanes consist of.</typeparam>
/// <typeparam name="TElement">float or double.</typeparam>
[RequiresDynamicCode("compiled kernels are emitted at run time")]
[UnconditionalSuppressMessage("Trimming", "IL2060", Justification = "the methods of the vector classes take any number type; none has requirements on its type argument")]
internal static class VectorMethods<L, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods)] TVector, TElement>
    where L : struct, ILanes<L, TElement>
    where TVector : struct
    where TElement : unmanaged
{
    public static readonly int VectorBytes = L.Count * (L.IsSingle ? sizeof(float) : sizeof(double));
    public static readonly MethodInfo Load = Generic(nameof(Load), 1);
    public static readonly MethodInfo Store = Generic(nameof(Store), 2);
    public static readonly MethodInfo StoreStreaming = Generic("StoreAlignedNonTemporal", 2);
    public static readonly MethodInfo Create = OfVectors().GetMethod(nameof(Create), [typeof(TElement)])!;
    public static readonly MethodInfo Less = Generic("LessThan", 2);
    public static new readonly MethodInfo Equals = Generic(nameof(Equals), 2);
    public static readonly MethodInfo Accumulate = Lanes(nameof(LaneCalls<L, TVector>.Accumulate));
    public static readonly MethodInfo LoadSum = Generic(typeof(Vector512), nameof(Load), 1, typeof(double));
    public static readonly MethodInfo StoreSum = Generic(typeof(Vector512), nameof(Store), 2, typeof(double));

    private static readonly Dictionary<MachineOp, MethodInfo> Operations = new()
    {
        [MachineOp.Add] = Operator("op_Addition", 2),
        [MachineOp.Subtract] = Operator("op_Subtraction", 2),
        [MachineOp.Multiply] = Operator("op_Multiply", 2),
        [MachineOp.Divide] = Operator("op_Division", 2),
        [MachineOp.Negate] = Operator("op_UnaryNegation", 1),
        [MachineOp.MultiplyAdd] = OfVectors().GetMethod("MultiplyAddEstimate", [typeof(TVector), typeof(TVector), typeof(TVector)])!,
        [MachineOp.Select] = Generic("ConditionalSelect", 3),
        [MachineOp.SquareRoot] = Generic("Sqrt", 1),
        [MachineOp.Absolute] = Generic("Abs", 1),
        [MachineOp.Maximum] = Generic("Max", 2),
        [MachineOp.Minimum] = Generic("Min", 2),
        [MachineOp.AtLeast] = Lanes(nameof(LaneCalls<L, TVector>.AtLeast)),
        [MachineOp.AtMost] = Lanes(nameof(LaneCalls<L, TVector>.AtMost)),
        [MachineOp.Scale] = Lanes(nameof(LaneCalls<L, TVector>.Scale)),
        [MachineOp.Mantissa] = Lanes(nameof(LaneCalls<L, TVector>.Mantissa)),
        [MachineOp.Exponent] = Lanes(nameof(LaneCalls<L, TVector>.Exponent)),
        [MachineOp.LogEdge] = Lanes(nameof(LaneCalls<L, TVector>.LogEdge)),
    };

    /// <summary>The instruction of an operation on numbers.</summary>
    public static MethodInfo Of(MachineOp op) => Operations[op];

    private static MethodInfo Operator(string name, int operands) => typeof(TVector).GetMethod(name, [.. Enumerable.Repeat(typeof(TVector), operands)])!;

    private static MethodInfo Lanes(string name) => typeof(LaneCalls<L, TVector>).GetMethod(name)!;

    [return: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods)]
    private static Type OfVectors()
    {
        if (VectorBytesOf() == 64)
        {
            return typeof(Vector512);
        }

        return VectorBytesOf() == 32 ? typeof(Vector256) : typeof(Vector128);
    }

    private static int VectorBytesOf() => L.Count * (L.IsSingle ? sizeof(float) : sizeof(double));

    private static MethodInfo Generic(string name, int parameters) => Generic(OfVectors(), name, parameters, typeof(TElement));

    /// <summary>A method of a vector class that is generic over the element alone.</summary>
    private static MethodInfo Generic([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods)] Type vectors, string name, int parameters, Type element) => vectors.GetMethods()
        .Single(m => m.Name == name && m.IsGenericMethodDefinition && m.GetParameters().Length == parameters && Array.TrueForAll(m.GetParameters(), p => p.ParameterType.ContainsGenericParameters && !p.ParameterType.IsByRef))
        .MakeGenericMethod(element);
}
