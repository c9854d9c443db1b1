namespace System.Runtime.CompilerServices;

/// <summary>A type that the compiler requires for records in a netstandard2.0 project.</summary>
internal static class IsExternalInit;
