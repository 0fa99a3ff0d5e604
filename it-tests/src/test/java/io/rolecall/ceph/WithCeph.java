package io.rolecall.ceph;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests on Ceph. A parameter of type {@link CephRgw} of a {@code @BeforeAll} method is the cluster
 * that all such classes of a run share. Where Ceph is not installed, they are skipped.
 */
@Tag("alone")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(CephExtension.class)
public @interface WithCeph {}
