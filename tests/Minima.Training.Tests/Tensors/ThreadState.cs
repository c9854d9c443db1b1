using System.Reflection;
using Minima.Reals;

namespace Minima.Training.Tests.Tensors;

/// <summary>What the libraries keep for each thread, found by its attribute: memory that is used again, and state that must be back when a call ends.</summary>
internal static class ThreadState
{
    /// <summary>Names of fields that hold memory, or a count of what was ever made; anything else is state.</summary>
    private static readonly string[] Memory =
    [
        "pooled", "spare", "scratch", "memory", "length", "made", "packedA", "packedPanel", "packedWeight", "blockMemory", "planeMemory",
    ];

    /// <summary>The fields of state that this thread has not as a new thread has them.</summary>
    public static IEnumerable<string> Changed() =>
        from field in Fields()
        let value = field.GetValue(null)
        where value is not (null or false or 0 or 0L)
        select $"{field.DeclaringType}.{field.Name} = {value}";

    private static IEnumerable<FieldInfo> Fields() =>
        from assembly in new[] { typeof(Loss).Assembly, typeof(Tensor).Assembly, typeof(Module).Assembly }
        from type in assembly.GetTypes()
        from closed in type == typeof(Tape<>) ? [typeof(Tape<F64>), typeof(Tape<F32>)] : type.ContainsGenericParameters ? Array.Empty<Type>() : [type]
        from field in closed.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where field.IsDefined(typeof(ThreadStaticAttribute)) && !Memory.Contains(field.Name)
        select field;
}
