namespace System.Runtime.CompilerServices;

/// <summary>What the compiler asks for before it lets a netstandard2.0 project write records.</summary>
internal static class IsExternalInit;
