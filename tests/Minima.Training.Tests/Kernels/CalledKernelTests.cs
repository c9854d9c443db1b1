using System.Reflection;
using System.Reflection.Emit;
using Minima.Tensors.Kernels;

namespace Minima.Training.Tests.Kernels;

/// <summary>A kernel that nothing but tests and benchmarks call is no part of the product: its times are nobody's.</summary>
public sealed class CalledKernelTests
{
    private const BindingFlags All = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Static | BindingFlags.Public)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    [Fact]
    public void Every_entry_of_a_kernel_is_called_by_the_product()
    {
        var called = CalledBy(typeof(Tensor).Assembly);
        called.UnionWith(CalledBy(typeof(Module).Assembly));
        var dead = Entries().Where(entry => !called.Contains((entry.Module, entry.MetadataToken))).Select(entry => $"{entry.DeclaringType!.Name}.{entry.Name}");
        Assert.Empty(dead);
    }

    [Fact]
    public void The_scan_sees_calls_and_their_absence()
    {
        var called = CalledBy(typeof(CalledKernelTests).Assembly);
        Assert.Contains(Key(nameof(Entries)), called);
        Assert.DoesNotContain(Key(nameof(NeverCalled)), called);
        (System.Reflection.Module, int) Key(string name) => typeof(CalledKernelTests).GetMethod(name, All)! is var method ? (method.Module, method.MetadataToken) : default;
    }

    private static void NeverCalled()
    {
    }

    /// <summary>What the static classes of the kernels' namespace offer to the assemblies that see them.</summary>
    private static IEnumerable<MethodInfo> Entries() => typeof(Pooling).Assembly.GetTypes()
        .Where(type => type.Namespace == typeof(Pooling).Namespace && type is { IsAbstract: true, IsSealed: true })
        .SelectMany(type => type.GetMethods(All))
        .Where(method => (method.IsPublic || method.IsAssembly) && !method.Name.Contains('<', StringComparison.Ordinal));

    /// <summary>The methods that any method body of an assembly calls or takes the address of, itself left out.</summary>
    private static HashSet<(System.Reflection.Module Module, int Token)> CalledBy(Assembly assembly) =>
    [
        .. assembly.GetTypes()
            .SelectMany(type => type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
            .SelectMany(caller => CallsOf(caller).Where(callee => callee != (caller.Module, caller.MetadataToken))),
    ];

    private static IEnumerable<(System.Reflection.Module Module, int Token)> CallsOf(MethodBase caller)
    {
        var code = caller.GetMethodBody()?.GetILAsByteArray() ?? [];
        var (ofType, ofMethod) = (Arguments(caller.DeclaringType!.IsGenericType, caller.DeclaringType.GetGenericArguments), Arguments(caller.IsGenericMethod, caller.GetGenericArguments));
        for (var i = 0; i < code.Length;)
        {
            var value = code[i] == 0xFE ? unchecked((short)(0xFE00 | code[i + 1])) : code[i];
            i += code[i] == 0xFE ? 2 : 1;
            var operand = Codes[value].OperandType;
            if (operand == OperandType.InlineMethod && caller.Module.ResolveMethod(BitConverter.ToInt32(code, i), ofType, ofMethod) is { } callee)
            {
                yield return (callee.Module, callee.MetadataToken);
            }

            i += operand switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, i)),
                _ => 4,
            };
        }
    }

    private static Type[]? Arguments(bool isGeneric, Func<Type[]> arguments) => isGeneric ? arguments() : null;
}
